package dev.vitals.rest.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.io.InputStream;

/** Makes parsers of JSON in UTF-8 (RFC 8259, section 8.1), within our limits. */
final class SampleJson extends JsonFactory {
  /** A sample is two levels deep; more is somebody else's document. */
  static final int DEEPEST = 8;

  SampleJson() {
    super(
        new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            // Who gives us a body closes it, and reads on in it where a line is no JSON.
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE));
  }

  /**
   * @param line the number of the body's line that the stream stands at the start of
   */
  JsonParser parser(InputStream body, int line) throws IOException {
    Parser parser = (Parser) createParser(body);
    parser.startsAt(line);
    return parser;
  }

  /** Asks nothing of the first bytes: Jackson would guess UTF-16 and UTF-32 too. */
  @Override
  protected JsonParser _createParser(InputStream body, IOContext context) {
    return new Parser(
        context,
        _parserFeatures,
        body,
        _objectCodec,
        _byteSymbolCanonicalizer.makeChildOrPlaceholder(_factoryFeatures),
        context.allocReadIOBuffer());
  }

  private static final class Parser extends UTF8StreamJsonParser {
    Parser(
        IOContext context,
        int features,
        InputStream body,
        ObjectCodec codec,
        ByteQuadsCanonicalizer names,
        byte[] buffer) {
      super(context, features, body, codec, names, buffer, 0, 0, 0, true);
    }

    void startsAt(int line) {
      _currInputRow = line;
    }

    /**
     * A name with an escaped surrogate, as {@code "\ud83d\ude00"}, is valid JSON, which Jackson
     * takes for UTF-8 that is broken: it encodes what it has unescaped. Half a character that the
     * body itself holds comes by here too and is let through: no field is called so, and no value
     * either.
     */
    @Override
    protected void _reportInvalidUTF8Surrogate(int character) {}

    /** A character that its name ends within is told as the end of all, with more to read. */
    @Override
    protected void _reportInvalidEOF(String where, JsonToken token) throws JsonParseException {
      if (_inputPtr < _inputEnd) {
        throw _constructReadException("Invalid UTF-8");
      }
      super._reportInvalidEOF(where, token);
    }

    /** Jackson would show the word, and on its way there take a quotation mark for broken UTF-8. */
    @Override
    protected void _reportInvalidToken(String start, String expected) throws IOException {
      throw _constructReadException("Unrecognized token");
    }
  }
}

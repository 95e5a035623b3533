package dev.vitals.simulator.run;

import java.net.URI;
import java.net.URISyntaxException;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/** Where a service is, as typed. */
final class Url {
  private Url() {}

  static URI parse(ArgumentParser parser, Argument argument, String text)
      throws ArgumentParserException {
    try {
      URI url = new URI(text);
      if (url.getHost() != null && String.valueOf(url.getScheme()).matches("https?")) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Said below, as everything else that is no such URL.
    }
    throw new ArgumentParserException("write it as http://127.0.0.1:8080", parser, argument);
  }
}

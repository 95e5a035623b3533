package dev.vitals.simulator.run;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/** Where a service is, as typed. */
final class Url {
  private Url() {}

  static URI parse(ArgumentParser parser, Argument argument, String text)
      throws ArgumentParserException {
    return of(text)
        .orElseThrow(
            () ->
                new ArgumentParserException("write it as http://127.0.0.1:8080", parser, argument));
  }

  /** Empty if it is none of HTTP with a host. */
  static Optional<URI> of(String text) {
    try {
      URI url = new URI(text);
      return url.getHost() != null && String.valueOf(url.getScheme()).matches("https?")
          ? Optional.of(url)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}

package dev.vitals.simulator.run;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/** Lengths of time as config.yml writes them: {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}. */
final class Durations {
  private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,6})([smhd])");

  private Durations() {}

  static Duration parse(ArgumentParser parser, Argument argument, String text)
      throws ArgumentParserException {
    Matcher duration = DURATION.matcher(text);
    if (!duration.matches()) {
      throw new ArgumentParserException("write it as 30s, 5m, 2h or 1d", parser, argument);
    }
    long length = Long.parseLong(duration.group(1));
    return switch (duration.group(2)) {
      case "s" -> Duration.ofSeconds(length);
      case "m" -> Duration.ofMinutes(length);
      case "h" -> Duration.ofHours(length);
      default -> Duration.ofDays(length);
    };
  }
}

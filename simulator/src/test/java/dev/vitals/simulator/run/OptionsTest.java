package dev.vitals.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @Test
  void withoutAnyItIsAFleetInRealTimeUntilItIsStopped() throws Exception {
    Settings settings = parse();
    assertThat(settings.mode()).isEqualTo(Mode.LIVE);
    assertThat(settings.url()).isEqualTo(URI.create("http://127.0.0.1:8080"));
    assertThat(settings.speed()).isEqualTo(1);
    assertThat(settings.syncEvery()).isEqualTo(1);
    assertThat(settings.duration()).isEmpty();
    assertThat(settings.rate()).isInfinite();
    assertThat(settings.verify()).isFalse();
  }

  @Test
  void aLoadTestEnds() throws Exception {
    assertThat(parse("load").duration()).contains(Duration.ofSeconds(60));
    assertThat(parse("load", "--duration", "5m").duration()).contains(Duration.ofMinutes(5));
    assertThat(parse("backfill").duration()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--url localhost:8080",
        "--url 127.0.0.1",
        "--url ftp://127.0.0.1",
        "--duration 5",
        "--duration 0s",
        "--late 1.1",
        "--users 0",
        "--sync-every 7",
        "--speed 0.5",
        "--first-user 0",
        "replay"
      })
  void whatCannotBeIsRefused(String typed) {
    assertThatThrownBy(() -> parse(typed.split(" ", -1)))
        .isInstanceOf(ArgumentParserException.class);
  }

  @Test
  void whereNothingIsTypedItGoesWhereItIsTold() throws Exception {
    assertThat(parseWith("http://[::1]:9000").url()).isEqualTo(URI.create("http://[::1]:9000"));
    assertThat(parseWith("nonsense", "--url", "https://example.org").url())
        .isEqualTo(URI.create("https://example.org"));
    assertThatThrownBy(() -> parseWith("http://127.0.0.1:http"))
        .isInstanceOf(SimulationFailedException.class)
        .hasMessage("there is no Vitals at http://127.0.0.1:http: say where it is with --url");
  }

  private static Settings parse(String... typed) throws Exception {
    return parseWith("http://127.0.0.1:8080", typed);
  }

  private static Settings parseWith(String url, String... typed) throws Exception {
    ArgumentParser parser = ArgumentParsers.newFor("simulate").build();
    Options.declare(parser, url);
    return Options.of(parser.parseArgs(typed));
  }
}

package dev.vitals.service.erase;

import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.InvalidRangeException;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.time.LocalMoment;
import dev.vitals.rest.time.Rfc3339;
import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.service.database.OpenDatabase;
import dev.vitals.service.start.DatabaseUrl;
import dev.vitals.service.start.StartFailure;
import dev.vitals.service.start.StartRefusedException;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.erase.TimescaleSampleEraser;
import dev.vitals.timescale.user.TimescaleUserDirectory;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code erase USER config.yml}: what a user wants to be forgotten, by hand. */
public final class EraseCommand extends ConfiguredCommand<VitalsConfiguration> {
  private static final int FEW_NAMES = 2;

  public EraseCommand() {
    super("erase", "erase a user, or a user's samples of a range");
  }

  @Override
  public void configure(Subparser subparser) {
    subparser.addArgument("user").help("the user's id: an integer or a name");
    subparser
        .addArgument("--start")
        .metavar("TIME")
        .help("with --end: erase the samples of this range alone, and keep the user's name");
    subparser.addArgument("--end").metavar("TIME").help("the first moment that is kept");
    subparser
        .addArgument("--zone")
        .setDefault("UTC")
        .help("of times without an offset, such as Europe/Berlin");
    super.configure(subparser);
  }

  @Override
  protected void run(
      @Nullable Bootstrap<VitalsConfiguration> bootstrap,
      Namespace namespace,
      VitalsConfiguration configuration)
      throws Exception {
    UserId user =
        UserId.parse(namespace.getString("user"))
            .orElseThrow(() -> new StartRefusedException("the user " + UserId.RULE, null));
    TimeRange range = range(namespace);
    DatabaseUrl.requireUsable(configuration);
    OpenDatabase database = OpenDatabase.forCommand(configuration);
    try (database) {
      Jdbi jdbi = TimescaleJdbi.configured(Jdbi.create(configuration.getDatabase()::connect));
      System.out.println("samples erased: " + erase(jdbi, user, range));
    }
  }

  private static long erase(Jdbi jdbi, UserId user, @Nullable TimeRange range) {
    TimescaleUserDirectory directory = new TimescaleUserDirectory(jdbi, FEW_NAMES);
    String name = user.name();
    Long number =
        name == null ? Long.valueOf(user.number()) : directory.find(List.of(name)).get(name);
    if (number == null) {
      return 0;
    }
    TimescaleSampleEraser eraser = new TimescaleSampleEraser(jdbi, directory.removed());
    return range == null ? eraser.eraseUser(number) : eraser.erase(number, range);
  }

  /** Null for all there is. */
  private static @Nullable TimeRange range(Namespace namespace) {
    String start = namespace.getString("start");
    String end = namespace.getString("end");
    if (start == null && end == null) {
      return null;
    }
    if (start == null || end == null) {
      throw new StartRefusedException("--start and --end are given both, or neither", null);
    }
    ZoneId zone = zone(namespace.getString("zone"));
    try {
      return new TimeRange(
          EpochMicros.toInstant(moment("--start", start, zone)),
          EpochMicros.toInstant(moment("--end", end, zone)));
    } catch (InvalidRangeException e) {
      throw new StartRefusedException("--start must be before --end", e);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new StartRefusedException("--zone must be a time zone of the IANA's", e);
    }
  }

  private static long moment(String option, String text, ZoneId zone) {
    long micros = LocalMoment.epochMicros(text, zone);
    if (micros == Rfc3339.MALFORMED) {
      throw new StartRefusedException(option + " " + LocalMoment.RULE, null);
    }
    return micros;
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable e) {
    StartFailure.of(e).print(cli.getStdErr());
  }
}

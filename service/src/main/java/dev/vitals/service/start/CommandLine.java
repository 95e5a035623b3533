package dev.vitals.service.start;

import static java.util.Objects.requireNonNull;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparsers;

/**
 * What can be typed behind {@code ./vitals}. Dropwizard's own names a jar that nobody typed, says
 * of no command what it is for, and puts the reason of a refusal above all of the options.
 */
public final class CommandLine extends Cli {
  /** Set by {@code ./vitals}; the file may lie elsewhere than where it is called. */
  private static final String SHIPPED = System.getProperty("vitals.config", "config.yml");

  private static final String FILE = "file";
  private static final String COMMAND = "command";

  private final Bootstrap<?> bootstrap;
  private final Map<String, Command> commands = new HashMap<>();
  private final ArgumentParser parser;

  public CommandLine(Bootstrap<?> bootstrap, OutputStream out, OutputStream err) {
    super(new JarLocation(CommandLine.class), bootstrap, out, err);
    this.bootstrap = bootstrap;
    this.parser = parser(bootstrap.getCommands());
  }

  private ArgumentParser parser(List<? extends Command> known) {
    ArgumentParser all =
        ArgumentParsers.newFor("./vitals")
            .locale(Locale.ENGLISH)
            .build()
            .description(
                "Without a command it serves. A command that reads a configuration reads the"
                    + " config.yml beside ./vitals, unless another file is named last.")
            .epilog("./vitals COMMAND --help tells what one takes.");
    all.version(new JarLocation(CommandLine.class).getVersion().orElse("unknown"));
    all.addArgument("-v", "--version")
        .action(Arguments.version())
        .help("show the version and exit");
    Subparsers each = all.addSubparsers().title("commands").metavar("COMMAND");
    for (Command command : known) {
      commands.put(command.getName(), command);
      var one = each.addParser(command.getName()).help(command.getDescription());
      command.configure(one);
      one.description(command.getDescription())
          .setDefault(COMMAND, command.getName())
          .defaultHelp(true);
    }
    return all;
  }

  @Override
  public Optional<Throwable> run(String... typed) {
    try {
      return run(withFile(parser.parseArgs(typed.length == 0 ? new String[] {"--help"} : typed)));
    } catch (HelpScreenException e) {
      return Optional.empty();
    } catch (ArgumentParserException e) {
      String reason = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
      getStdErr().println("vitals: " + reason + "; see ./vitals" + command(typed) + " --help");
      return Optional.of(e);
    }
  }

  private Optional<Throwable> run(Namespace arguments) {
    Command command = requireNonNull(commands.get(arguments.getString(COMMAND)));
    try {
      command.run(bootstrap, arguments);
      return Optional.empty();
    } catch (Throwable e) {
      command.onError(this, arguments, e);
      return Optional.of(e);
    }
  }

  /** Dropwizard would take its own defaults for a file that is not named, and no database's URL. */
  private static Namespace withFile(Namespace arguments) {
    Map<String, Object> all = new HashMap<>(arguments.getAttrs());
    if (all.containsKey(FILE) && all.get(FILE) == null) {
      all.put(FILE, SHIPPED);
    }
    return new Namespace(all);
  }

  private String command(String... typed) {
    return typed.length > 0 && commands.containsKey(typed[0]) ? " " + typed[0] : "";
  }
}

package dev.vitals.timescale;

import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** How JDBI is set up for this adapter, whoever made it. */
public final class TimescaleJdbi {
  private TimescaleJdbi() {}

  /** Changes and returns the given one. */
  public static Jdbi configured(Jdbi jdbi) {
    // By default an exception shows the bound arguments: readings, in the log.
    jdbi.configure(
        StatementExceptions.class,
        exceptions -> exceptions.setMessageRendering(MessageRendering.NONE));
    jdbi.installPlugin(new SqlObjectPlugin());
    jdbi.registerArgument(new Arrays());
    return jdbi;
  }

  /**
   * Hands columns to the driver as they are, which sends numbers in binary. JDBI's own way makes an
   * object of each element and sends text.
   */
  private static final class Arrays implements ArgumentFactory {
    @Override
    public Optional<Argument> build(
        java.lang.reflect.Type type, Object value, ConfigRegistry config) {
      return value instanceof long[] || value instanceof int[] || value instanceof String[]
          ? Optional.of((position, statement, context) -> statement.setObject(position, value))
          : Optional.empty();
    }
  }
}

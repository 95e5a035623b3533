package dev.vitals.service.start;

import dev.vitals.service.configuration.VitalsConfiguration;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Looks at the URL before anything is printed or tried: what is wrong with one is told without
 * quoting it, for a password may be anywhere in it.
 */
public final class DatabaseUrl {
  private static final String PREFIX = "jdbc:postgresql:";

  private DatabaseUrl() {}

  /**
   * @throws StartRefusedException it is no URL of a PostgreSQL
   */
  public static void requireUsable(VitalsConfiguration configuration) {
    if (configuration.isDatabaseEmbedded()) {
      return;
    }
    String url = configuration.getDatabase().getUrl();
    if (!url.startsWith(PREFIX)) {
      throw refused("must start with " + PREFIX);
    }
    if (withoutParameters(url).contains("@")) {
      throw refused("must not hold a user: set DATABASE_USER and DATABASE_PASSWORD");
    }
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw refused("cannot be understood");
    }
  }

  /** What may be shown of it. */
  static String withoutParameters(String url) {
    return url.replaceFirst("\\?.*", "");
  }

  private static StartRefusedException refused(String why) {
    return new StartRefusedException(
        "database.url (DATABASE_URL) "
            + why
            + "; it is written jdbc:postgresql://localhost:5432/vitals, or embedded",
        null);
  }
}

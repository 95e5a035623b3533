package dev.vitals.service.configuration;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What config.yml asks the environment for: NAME, or what is in the file that NAME_FILE names, as
 * secrets of Docker and Kubernetes come. Looked up one by one, so that a NAME_FILE which config.yml
 * does not use is never opened: it may be meant for another program.
 */
final class Variables {
  private static final String FILE = "_FILE";

  /** What YAML takes for a line break, and what it takes for no text at all or nobody sees. */
  private static final Pattern UNQUOTABLE =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\uFEFF\\uFFFE\\uFFFF&&[^\\t]]");

  private final Map<String, String> environment;

  Variables(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @return null, as the substitutor wants it, if it is not set
   * @throws UnusableVariableException its value cannot be had, or cannot stand in config.yml
   */
  @Nullable String quoted(String name) {
    String value = given(name);
    String file = given(name + FILE);
    if (value != null && file != null) {
      throw new UnusableVariableException(
          name + " and " + name + FILE + " are both set: unset one of them");
    }
    if (file != null) {
      return inQuotes(name + FILE, content(name + FILE, path(name + FILE, file)));
    }
    return value == null ? null : inQuotes(name, value);
  }

  /** An empty variable is one that is not set: compose files and unit files write those. */
  private @Nullable String given(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Quoted from here on, so it has to look like one: a password may stand there by mistake. */
  private static Path path(String variable, String file) {
    try {
      Path path = Path.of(file);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Told below, without its message: that quotes the path.
    }
    throw new UnusableVariableException(variable + " must be an absolute path");
  }

  /** Nobody means an empty file: without DATABASE_URL, say, the embedded database would be used. */
  private static String content(String variable, Path file) {
    try {
      String content = Files.readString(file).replaceFirst("\\r?\\n\\z", "");
      if (content.isEmpty()) {
        throw new UnusableVariableException(variable + " names an empty file: " + file);
      }
      return content;
    } catch (IOException e) {
      throw new UnusableVariableException(
          variable + " names a file that cannot be read: " + file + " (" + reason(e) + ")", e);
    }
  }

  /** Not the message alone: often that is the path again. */
  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof CharacterCodingException ? "not UTF-8" : String.valueOf(e.getMessage());
  }

  /** Within quotes YAML makes a space of a line break: the value would become another one. */
  private static String inQuotes(String variable, String value) {
    if (UNQUOTABLE.matcher(value).find()) {
      throw new UnusableVariableException(
          variable + " must be one line without control characters or a byte order mark");
    }
    return value.replace("'", "''");
  }
}

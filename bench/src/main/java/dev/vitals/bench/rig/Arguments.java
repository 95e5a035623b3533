package dev.vitals.bench.rig;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was given behind a bench's name, as name=value. */
public final class Arguments {
  private final Map<String, String> given = new TreeMap<>();
  private final Set<String> known = new TreeSet<>();

  public Arguments(List<String> arguments) {
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      given.put(pair[0], pair.length < 2 ? "" : pair[1]);
    }
  }

  public String text(String name, String otherwise) {
    known.add(name);
    return given.getOrDefault(name, otherwise);
  }

  public int number(String name, int otherwise) {
    return number(name).orElse(otherwise);
  }

  public OptionalInt number(String name) {
    String text = text(name, "");
    return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  /** Separated by commas. */
  public List<String> list(String name, String otherwise) {
    return Arrays.asList(text(name, otherwise).split(","));
  }

  /** Separated by blanks; none by default. */
  public String[] options(String name) {
    String text = text(name, "");
    return text.isEmpty() ? new String[0] : text.split(" ");
  }

  /**
   * A misspelt name would go unseen, and its bench run for minutes.
   *
   * @throws IllegalArgumentException something was given that nobody asked for
   */
  public void requireAllKnown() {
    if (!known.containsAll(given.keySet())) {
      throw new IllegalArgumentException("known are " + known + ", given " + given.keySet());
    }
  }
}

package dev.vitals.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code bench/run rollups|plans [name=value ...]}, with the names of {@link BenchSettings}. */
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      throw new IllegalArgumentException("bench/run rollups|plans [name=value ...]");
    }
    Map<String, String> given =
        Arrays.stream(arguments)
            .skip(1)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    BenchSettings settings = BenchSettings.of(given);
    try (BenchDatabase database = BenchDatabase.create()) {
      History history = new History(database, settings);
      switch (arguments[0]) {
        case "rollups" -> new RollupsBench(database, history, settings).run();
        case "plans" -> new Plans(database, history).run();
        default -> throw new IllegalArgumentException("no bench is called " + arguments[0]);
      }
    }
  }
}

package dev.vitals.bench.ingest;

import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.bench.rig.Service;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service says of its memory, on its admin port. */
final class ServiceMemory {
  private static final Pattern HEAP =
      Pattern.compile("\"jvm.memory.heap.used\":\\{\"value\":(\\d+)\\}");
  private static final Pattern OUTSIDE =
      Pattern.compile("\"jvm.buffers.direct.used\":\\{\"value\":(\\d+)\\}");

  private final Service service;

  ServiceMemory(Service service) {
    this.service = service;
  }

  String afterCollection() throws IOException {
    try (HttpConnection admin = new HttpConnection(service.adminPort())) {
      admin.exchange(HttpConnection.post("/tasks/gc", ""));
      String metrics = admin.exchange(HttpConnection.get("/metrics"));
      return "heap %.1f MB, direct buffers %.1f MB"
          .formatted(value(metrics, HEAP) / 1e6, value(metrics, OUTSIDE) / 1e6);
    }
  }

  private static double value(String metrics, Pattern pattern) {
    Matcher matcher = pattern.matcher(metrics);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
  }
}

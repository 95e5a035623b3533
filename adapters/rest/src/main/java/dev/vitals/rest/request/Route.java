package dev.vitals.rest.request;

/** Where a request goes. A path can hold anything; of these there are few. */
public enum Route {
  INGEST("/ingest"),
  METRICS("/metrics"),
  SAMPLES("/samples"),
  OPENAPI("/openapi.json"),
  DOCS("/docs"),
  OTHER("other");

  private final String label;

  Route(String label) {
    this.label = label;
  }

  /** As logs and metrics name it. */
  public String label() {
    return label;
  }

  static Route of(String path) {
    for (Route route : values()) {
      if (path.equals(route.label) || path.startsWith(route.label + "/")) {
        return route;
      }
    }
    return OTHER;
  }
}

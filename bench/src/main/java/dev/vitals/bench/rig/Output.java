package dev.vitals.bench.rig;

/** What a bench prints is its result. */
public final class Output {
  private Output() {}

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  public static void print(String format, Object... values) {
    System.out.println(String.format(format, values));
  }
}

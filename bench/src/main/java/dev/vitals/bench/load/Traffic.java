package dev.vitals.bench.load;

import dev.vitals.bench.rig.Answer;
import java.io.IOException;
import java.io.OutputStream;

/** The requests of one connection, by their numbers. For one thread. */
public interface Traffic {
  /** In each request. */
  int records();

  /** The same bytes for the same number, whenever it is asked for. */
  void write(long number, OutputStream out) throws IOException;

  /**
   * Looks at an answer that says success to the request of this number.
   *
   * @throws IllegalStateException it is not the right one: what is measured is void
   */
  default void verify(long number, Answer answer) {}
}

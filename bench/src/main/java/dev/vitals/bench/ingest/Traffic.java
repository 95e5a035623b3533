package dev.vitals.bench.ingest;

import java.io.IOException;
import java.io.OutputStream;

/** The requests of one connection, by their numbers. For one thread. */
interface Traffic {
  /** In each request. */
  int records();

  /** The same bytes for the same number, whenever it is asked for. */
  void write(long number, OutputStream out) throws IOException;
}

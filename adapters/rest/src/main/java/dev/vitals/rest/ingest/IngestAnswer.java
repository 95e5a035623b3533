package dev.vitals.rest.ingest;

/**
 * @param count the records of the request, all of them committed
 */
record IngestAnswer(String message, int count) {
  static IngestAnswer of(int count) {
    return new IngestAnswer(count + (count == 1 ? " record" : " records") + " ingested", count);
  }
}

package dev.vitals.rest.erase;

import dev.vitals.application.erase.EraseSamples;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.query.QueryReader;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/** {@code DELETE /samples}: one user's samples of a range. */
public final class EraseSamplesHandler extends ErasureHandler<EraseSamplesHandler.Samples> {
  private static final List<String> KNOWN = List.of("user_id", "start", "end", "zone");

  private final EraseSamples erase;

  /** Which, and in what zone the answer tells their bounds. */
  record Samples(UserId user, TimeRange range, ZoneId zone) {}

  public EraseSamplesHandler(EraseSamples erase, AnswerWriter answers) {
    super("/samples", answers);
    this.erase = erase;
  }

  @Override
  Samples erasure(Request request) {
    QueryReader query = QueryReader.of(request, KNOWN);
    UserId user = query.user();
    ZoneId zone = query.zone();
    return new Samples(user, query.range(zone), zone);
  }

  @Override
  CompletableFuture<Long> erase(Samples erasure) {
    return erase.erase(erasure.user(), erasure.range());
  }

  @Override
  ErasedAnswer answer(Samples erasure, long samples) {
    return ErasedAnswer.of(erasure.user(), erasure.range(), erasure.zone(), samples);
  }
}

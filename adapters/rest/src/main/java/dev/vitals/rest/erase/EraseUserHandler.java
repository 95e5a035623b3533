package dev.vitals.rest.erase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitals.application.erase.EraseSamples;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import dev.vitals.rest.query.QueryReader;
import java.net.URLDecoder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/**
 * {@code DELETE /users/{user_id}}: all there is of one user. Also {@code DELETE /users?user_id=},
 * for names that Jetty admits to no path: with a slash, a percent sign, or of dots.
 */
public final class EraseUserHandler extends ErasureHandler<UserId> {
  private static final String USERS = "/users";
  private static final String ONE = USERS + "/";

  private final EraseSamples erase;

  public EraseUserHandler(EraseSamples erase, AnswerWriter answers) {
    super(USERS, answers);
    this.erase = erase;
  }

  @Override
  protected boolean isAt(String asked) {
    return asked.startsWith(ONE) || super.isAt(asked);
  }

  @Override
  UserId erasure(Request request) {
    // The path itself: what Jetty takes for a name of a thing has lost what stood behind a ";".
    String path = request.getHttpURI().getPath();
    if (path.indexOf('/', ONE.length()) >= 0 || !path.startsWith(USERS)) {
      // To take it for a user whom nobody knows would be to say that somebody is gone.
      throw new ProblemException(Problem.unknownPath());
    }
    if (path.length() <= ONE.length()) {
      QueryReader query = QueryReader.of(request, List.of("user_id"));
      UserId user = query.user();
      query.throwIfAny();
      return user;
    }
    QueryReader query = QueryReader.of(request, List.of());
    UserId user = query.user(decoded(path.substring(ONE.length())));
    query.throwIfAny();
    return user;
  }

  /** As a path is encoded, in which a + is one. */
  private static String decoded(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), UTF_8);
  }

  @Override
  CompletableFuture<Long> erase(UserId user) {
    return erase.eraseUser(user);
  }

  @Override
  ErasedAnswer answer(UserId user, long samples) {
    return ErasedAnswer.of(user, samples);
  }
}

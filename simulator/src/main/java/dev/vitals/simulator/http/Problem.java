package dev.vitals.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What an RFC 9457 answer says, as one line. */
public final class Problem {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 300;

  private Problem() {}

  public static String of(Outcome.Answered answer) {
    return answer.status() + ": " + text(answer.body());
  }

  private static String text(String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      if (problem.has("title")) {
        return problem.path("title").asText()
            + ". "
            + problem.path("detail").asText()
            + " "
            + problem.path("errors").path(0).toString();
      }
    } catch (JsonProcessingException e) {
      // Somebody else's page, then: shown as it is.
    }
    return body.length() > LONGEST ? body.substring(0, LONGEST) : body;
  }
}

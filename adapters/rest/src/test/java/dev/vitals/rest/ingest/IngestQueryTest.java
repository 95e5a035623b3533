package dev.vitals.rest.ingest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vitals.rest.problem.ParameterError;
import dev.vitals.rest.problem.ProblemException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestQueryTest {
  @Test
  void noneIsNone() {
    assertThatCode(() -> IngestQuery.requireNone(null)).doesNotThrowAnyException();
    assertThatCode(() -> IngestQuery.requireNone("")).doesNotThrowAnyException();
    assertThatCode(() -> IngestQuery.requireNone("&&")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "foo=bar, foo",
    "foo, foo",
    "a%20b=1&a+b=2, a b",
    "%C3%A9&&, é",
    "%zz=1, %zz",
    "=1, ''"
  })
  void anyNameIsNamedOnce(String query, String name) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> IngestQuery.requireNone(query))
        .satisfies(
            e ->
                Assertions.<Object>assertThat(e.problem().errors())
                    .isEqualTo(
                        List.of(new ParameterError(name, "is unknown; POST /ingest knows none"))));
  }
}

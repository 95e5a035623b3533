package dev.vitals.bench.ingest;

import java.math.BigDecimal;

/** As the service takes records: JSON, a comma behind each. */
final class JsonForm implements RecordForm {
  private static final String BEFORE_USER = "{\"user_id\":";
  private static final String BEFORE_MOMENT = ",\"timestamp\":\"";

  private final MomentText moments = new MomentText();

  @Override
  public String text(int heartRate, int steps, int calories) {
    return BEFORE_USER
        + "0".repeat(USER_LENGTH)
        + BEFORE_MOMENT
        + "0".repeat(MomentText.LENGTH)
        + "\",\"heart_rate\":"
        + heartRate
        + ",\"steps\":"
        + steps
        + ",\"calories\":"
        + BigDecimal.valueOf(calories, 3).stripTrailingZeros().toPlainString()
        + "},";
  }

  @Override
  public int userAt() {
    return BEFORE_USER.length();
  }

  @Override
  public int momentAt() {
    return userAt() + USER_LENGTH + BEFORE_MOMENT.length();
  }

  @Override
  public int momentLength() {
    return MomentText.LENGTH;
  }

  @Override
  public void writeMoment(long epochMillis, byte[] target, int at) {
    moments.write(epochMillis, target, at);
  }
}

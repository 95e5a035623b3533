package dev.vitals.bench.ingest;

import java.math.BigDecimal;

/** As the service takes records: JSON, a comma behind each. */
final class JsonForm implements RecordForm {
  private static final String BEFORE_USER = "{\"user_id\":";
  private static final String BEFORE_MOMENT = ",\"timestamp\":\"";

  /** A UUID but for the user's digits. */
  private static final String NAME = "\"00000000-0000-4000-8000-00000";

  private final MomentText moments = new MomentText();
  private final String beforeUser;
  private final String beforeMoment;

  private JsonForm(String beforeUser, String beforeMoment) {
    this.beforeUser = beforeUser;
    this.beforeMoment = beforeMoment;
  }

  static JsonForm ofIntegers() {
    return new JsonForm(BEFORE_USER, BEFORE_MOMENT);
  }

  /** Users have names of 36 characters. */
  static JsonForm ofNames() {
    return new JsonForm(BEFORE_USER + NAME, '"' + BEFORE_MOMENT);
  }

  @Override
  public String text(int heartRate, int steps, int calories) {
    return beforeUser
        + "0".repeat(USER_LENGTH)
        + beforeMoment
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
    return beforeUser.length();
  }

  @Override
  public int momentAt() {
    return userAt() + USER_LENGTH + beforeMoment.length();
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

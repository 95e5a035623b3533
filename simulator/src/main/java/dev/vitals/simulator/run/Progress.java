package dev.vitals.simulator.run;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal; elsewhere, as in a log of CI, a line now and then. */
final class Progress implements AutoCloseable {
  private static final int TERMINAL_MILLIS = 250;
  private static final int LOG_MILLIS = 10_000;
  private static final int LOG_WIDTH = 110;

  private final ProgressBar bar;

  /**
   * @param goal what counts as all of it, or -1 if there is no end
   */
  Progress(String task, long goal, PrintStream log) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(goal)
            .setStyle(ProgressBarStyle.ASCII);
    if (isTerminal()) {
      builder.setUpdateIntervalMillis(TERMINAL_MILLIS).clearDisplayOnFinish();
    } else {
      builder
          .setUpdateIntervalMillis(LOG_MILLIS)
          .setConsumer(new DelegatingProgressBarConsumer(log::println, LOG_WIDTH));
    }
    bar = builder.build();
  }

  void show(long reached, double recordsPerSecond, long failures) {
    bar.stepTo(reached);
    String failed = failures == 0 ? "" : ", " + failures + " failed";
    bar.setExtraMessage(String.format(Locale.ROOT, " %,.0f records/s%s", recordsPerSecond, failed));
  }

  @Override
  public void close() {
    bar.close();
  }

  /** From 22 to 24 there is a console even without a terminal, unless it is the old one. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    System.setProperty("jdk.console", "java.base");
    return System.console() != null;
  }
}

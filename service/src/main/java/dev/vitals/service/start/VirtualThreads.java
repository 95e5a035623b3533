package dev.vitals.service.start;

import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.server.ServerFactory;

/** Says in one line what Dropwizard would say by a stack trace. */
final class VirtualThreads {
  private static final int FIRST_JDK = 21;

  private VirtualThreads() {}

  /**
   * @param jdk the version that runs
   * @throws StartRefusedException they are asked for and this JDK has none
   */
  static void requireSupported(ServerFactory server, int jdk) {
    if (server instanceof AbstractServerFactory factory
        && factory.isEnableVirtualThreads()
        && jdk < FIRST_JDK) {
      throw new StartRefusedException(
          "server.enableVirtualThreads (VITALS_VIRTUAL_THREADS) needs a JDK "
              + FIRST_JDK
              + ", this is a "
              + jdk,
          null);
    }
  }
}

package dev.vitals.application.memory;

import dev.vitals.application.user.UserDirectory;
import dev.vitals.application.user.UserDirectoryContract;

class InMemoryUsersTest extends UserDirectoryContract {
  private final InMemoryUsers users = new InMemoryUsers();

  @Override
  protected UserDirectory directory() {
    return users;
  }

  @Override
  protected UserDirectory another() {
    return users;
  }
}

package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessIT {
  @TempDir static Path temp;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start(MadeBefore.copyTo(temp.resolve("data")));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void nobodyGetsInWithoutThePassword() {
    for (String user : List.of("vitals", "postgres", System.getProperty("user.name"))) {
      for (String password : List.of("", "guess")) {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), user, password))
            .as("%s/%s", user, password)
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password");
      }
    }
  }

  @Test
  void itListensOnTheLoopbackAddressOnly() throws Exception {
    assertThat(Sql.query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(socketDirectories()).isEmpty();
    int port = Integer.parseInt(String.valueOf(Sql.query(postgres, "show port")));
    for (InetAddress address : addressesOtherThanLoopback()) {
      assertThatThrownBy(() -> connect(address, port))
          .as("%s", address)
          .isInstanceOf(IOException.class);
    }
  }

  /** Only a superuser may ask. Its password is the same: the operator's one secret. */
  private static String socketDirectories() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), "postgres", postgres.password());
        ResultSet rows =
            connection.createStatement().executeQuery("show unix_socket_directories")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static List<InetAddress> addressesOtherThanLoopback() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.getHostAddress().equals("127.0.0.1"))
        .toList();
  }

  private static void connect(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1000);
    }
  }

  @Test
  void onlyTheOwnerCanReadDirectoryAndPassword() throws Exception {
    assertThat(rights(temp.resolve("data"))).isEqualTo("rwx------");
    assertThat(rights(temp.resolve("data/password"))).isEqualTo("rw-------");
    assertThat(Files.readString(temp.resolve("data/password")))
        .isEqualTo(postgres.password())
        .hasSize(32);
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void theServiceIsNoSuperuserButMayMakeTables() throws Exception {
    assertThat(Sql.query(postgres, "show is_superuser")).isEqualTo("off");
    Sql.execute(postgres, "create table public.made (id int)");
    assertThatThrownBy(() -> Sql.execute(postgres, "copy made from program 'echo 1'"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("permission denied");
  }

  /** 4711 stands for a reading: in a statement, in a key that exists, in an error's own text. */
  @Test
  void noReadingGetsIntoTheLog() throws Exception {
    Sql.execute(postgres, "create table reading (value int primary key)");
    Sql.execute(postgres, "insert into reading values (4711)");
    for (String failing :
        List.of(
            "insert into reading values (4711)",
            "select '4711x'::int",
            "select 47110000::smallint",
            "do $$ begin raise warning 'bpm 4711'; end $$",
            "select 4711 from")) {
      try {
        Sql.execute(postgres, failing);
      } catch (SQLException expected) {
        assertThat(expected.getMessage()).contains("ERROR");
      }
    }
    assertThat(temp.resolve("data/postgres.log"))
        .content()
        .contains("ready to accept connections")
        .doesNotContain("4711");
  }
}

package io.eipmeter.schemas.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Something that speaks as ClickHouse over TLS, with a certificate that Java does not trust. */
class OwnCertificatesTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path directory;

  private static HttpsServer server;
  private static String url;
  private static Path ca;

  @BeforeAll
  static void start() throws Exception {
    Path keys = directory.resolve("keys.p12");
    keytool(
        keys,
        "-genkeypair",
        "-alias",
        "here",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=ip:127.0.0.1");
    ca = directory.resolve("ca.pem");
    keytool(keys, "-exportcert", "-alias", "here", "-rfc", "-file", ca.toString());
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] refusal =
              "Code: 497. DB::Exception: not enough privileges. (ACCESS_DENIED)"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", "497");
          exchange.sendResponseHeaders(403, refusal.length);
          exchange.getResponseBody().write(refusal);
          exchange.close();
        });
    server.start();
    url = "https://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static void keytool(Path keys, String... arguments) throws Exception {
    List<String> line =
        new java.util.ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    line.addAll(List.of(arguments));
    line.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static ClickHouseException failure(ClickHouseTarget target) {
    try (ClickHouseDatabase database = ClickHouseDatabase.of(target)) {
      return catchThrowableOfType(
          ClickHouseException.class, () -> database.list("SELECT 1 AS a", row -> row.number(1)));
    }
  }

  @Test
  void aServiceIsTrustedByTheCertificatesOfTheFileOnly() {
    ClickHouseTarget target = ClickHouseTarget.local(url, "eipmeter");
    ClickHouseException stranger = failure(target);
    assertThat(stranger.answered()).isFalse();
    assertThat(stranger)
        .hasMessageStartingWith("ClickHouse at " + url + " does not answer: ")
        .hasMessageContaining("certification path");
    ClickHouseException trusted = failure(target.withCaFile(ca.toString()));
    assertThat(trusted.answered()).isTrue();
    assertThat(trusted.code()).isEqualTo(497);
    assertThat(trusted).hasMessage("not enough privileges. (ACCESS_DENIED)");
  }
}

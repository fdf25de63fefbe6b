package io.eipmeter.sim.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.sim.lab.cli.Main;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.Ports;
import io.eipmeter.sim.world.api.RpcClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code eipmeter control serve} as a child process that can be killed. */
final class ControlProcess implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final String REGION = "cn-hangzhou";

  private final Path directory;
  private final List<String> options;
  private final int port = Ports.tcp(0, "--port");
  private final RpcClient user = client("demo", "demo");
  private final RpcClient operator = client("operator", "operator");
  private ChildProcess process;

  ControlProcess(Path directory, String... options) {
    this.directory = directory;
    this.options = List.of(options);
    this.process = launch();
    awaitAnswer();
  }

  private RpcClient client(String key, String secret) {
    return new RpcClient(URI.create(endpoint()), key, secret);
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  private ChildProcess launch() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                Main.class.getName(),
                "control",
                "serve",
                "--port",
                String.valueOf(port),
                "--state",
                directory.resolve("state").toString(),
                "--transition",
                "PT0S"));
    arguments.addAll(options);
    return ChildProcess.startWatched(
        "control", directory.resolve("logs"), List.of("-Xmx128m", "-XX:+UseSerialGC"), arguments);
  }

  private void awaitAnswer() {
    Await.until(
        "answer of the control plane",
        LONGEST_START,
        process,
        () -> {
          try {
            return !operator.call("ListPublicIpAddressPools", Map.of()).isEmpty();
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** kill -9, and started again on the same state. */
  void killAndRestart() {
    process.kill();
    process = launch();
    awaitAnswer();
  }

  JsonNode call(String action, String... parameters) throws Exception {
    return call(user, action, parameters);
  }

  JsonNode operate(String action, String... parameters) throws Exception {
    return call(operator, action, parameters);
  }

  private static JsonNode call(RpcClient client, String action, String... parameters)
      throws Exception {
    Map<String, String> named = new HashMap<>();
    named.put("RegionId", REGION);
    for (int i = 0; i < parameters.length; i += 2) {
      named.put(parameters[i], parameters[i + 1]);
    }
    return client.call(action, named);
  }

  @Override
  public void close() {
    process.close();
  }
}

package io.eipmeter.sim.world.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.sim.world.api.RpcClient;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the control plane is, and who calls it. */
final class ControlPlaneOptions {
  @Option(
      names = "--endpoint",
      defaultValue = "http://127.0.0.1:8480",
      paramLabel = "URL",
      description = "The control plane. Default: ${DEFAULT-VALUE}.")
  String endpoint;

  @Option(
      names = "--key",
      paramLabel = "ID:SECRET",
      description =
          "Access key. Default: EIPMETER_KEY of the environment, or the key of a control plane that"
              + " was given none.")
  @Nullable String key;

  @Option(
      names = "--region",
      defaultValue = "cn-hangzhou",
      paramLabel = "ID",
      description = "Default: ${DEFAULT-VALUE}.")
  String region;

  /** What is done with the client. */
  interface Calls {
    int run(RpcClient client) throws IOException, InterruptedException, RpcClient.Refused;
  }

  /** Exit code 0, or 1 with one sentence for what the control plane says. */
  int run(CommandSpec spec, String defaultKey, Calls calls) throws InterruptedException {
    try {
      return calls.run(client(spec, defaultKey));
    } catch (RpcClient.Refused e) {
      return fail(spec, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return fail(spec, "the control plane at " + endpoint + " does not answer: " + e);
    }
  }

  private RpcClient client(CommandSpec spec, String defaultKey) {
    String fromEnvironment = System.getenv("EIPMETER_KEY");
    String chosen = key != null ? key : fromEnvironment != null ? fromEnvironment : defaultKey;
    String[] parts = chosen.split(":", -1);
    if (parts.length != 2) {
      throw new ParameterException(spec.commandLine(), "--key must be ID:SECRET");
    }
    try {
      URI uri = URI.create(endpoint);
      if (uri.getHost() != null) {
        return new RpcClient(uri, parts[0], parts[1]);
      }
    } catch (IllegalArgumentException e) {
      throw mistake(spec);
    }
    throw mistake(spec);
  }

  private ParameterException mistake(CommandSpec spec) {
    return new ParameterException(
        spec.commandLine(), "--endpoint must be http://host:port, was " + endpoint);
  }

  private static int fail(CommandSpec spec, String sentence) {
    spec.commandLine().getErr().println(spec.qualifiedName(" ") + ": " + sentence);
    spec.commandLine().getErr().flush();
    return 1;
  }

  /** The region, beside what a command adds. */
  Map<String, String> inRegion() {
    Map<String, String> parameters = new java.util.LinkedHashMap<>();
    parameters.put("RegionId", region);
    return parameters;
  }

  /** Fields of a row, with tabs between; empty ones are "-". */
  static String line(JsonNode row, String... fields) {
    StringBuilder line = new StringBuilder();
    for (String field : fields) {
      JsonNode value = row.path(field);
      String text = value.isValueNode() ? value.asText() : value.isEmpty() ? "" : value.toString();
      line.append(line.length() == 0 ? "" : "\t").append(text.isEmpty() ? "-" : text);
    }
    return line.toString();
  }
}

package io.eipmeter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.eipmeter.sim.lab.cli.Main;
import io.eipmeter.sim.lab.process.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What Grafana and Docker are given beside the dashboards. */
class ProvisioningTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Keys of jsonData that the plugin reads (LoadSettings, 4.20.0); it ignores any other. */
  private static final Set<String> READ =
      Set.of(
          "host",
          "port",
          "protocol",
          "secure",
          "path",
          "username",
          "defaultDatabase",
          "defaultTable",
          "tlsSkipVerify",
          "tlsAuth",
          "tlsAuthWithCACert",
          "dialTimeout",
          "queryTimeout",
          "connMaxLifetime",
          "maxIdleConns",
          "maxOpenConns",
          "enableRowLimit",
          "validateSql",
          "customSettings",
          "httpHeaders",
          "forwardGrafanaHeaders");

  private static JsonNode yaml(Path file) throws IOException {
    return YAML.readTree(Files.readString(file));
  }

  private static JsonNode compose() throws IOException {
    return yaml(Home.directory().resolve("compose.yaml"));
  }

  @Test
  void theDataSourceIsTheOneThatTheDashboardsBeginWith() throws IOException {
    JsonNode source =
        yaml(Dashboard.GRAFANA.resolve("provisioning/datasources/clickhouse.yaml"))
            .path("datasources")
            .get(0);
    assertThat(source.path("type").asText()).isEqualTo("grafana-clickhouse-datasource");
    assertThat(source.path("editable").asBoolean()).isFalse();
    source.path("jsonData").fieldNames().forEachRemaining(key -> assertThat(READ).contains(key));
    assertThat(source.path("jsonData").path("defaultDatabase").asText()).isEqualTo("eipmeter");
    for (Dashboard dashboard : Dashboard.all()) {
      assertThat(dashboard.variables().get(0).path("current").path("value").asText())
          .isEqualTo(source.path("uid").asText());
    }
  }

  @Test
  void theDashboardsAreWhereGrafanaLooksForThem() throws IOException {
    JsonNode provider =
        yaml(Dashboard.GRAFANA.resolve("provisioning/dashboards/eipmeter.yaml"))
            .path("providers")
            .get(0);
    String path = provider.path("options").path("path").asText();
    List<String> mounts = new ArrayList<>();
    compose().path("services").path("grafana").path("volumes").forEach(v -> mounts.add(v.asText()));
    assertThat(mounts).contains("./dashboards/grafana/dashboards:" + path + ":ro");
    assertThat(provider.path("options").has("foldersFromFilesStructure")).isTrue();
    assertThat(provider.path("allowUiUpdates").asBoolean(true)).isFalse();
  }

  @Test
  void everyImageHasTheVersionOfThePom() throws IOException {
    JsonNode services = compose().path("services");
    assertThat(services.path("kafka").path("image").asText())
        .isEqualTo("apache/kafka:" + System.getProperty("kafka.version"));
    assertThat(services.path("clickhouse").path("image").asText())
        .isEqualTo(
            "clickhouse/clickhouse-server:" + System.getProperty("clickhouse.image.version"));
    assertThat(services.path("grafana").path("image").asText())
        .isEqualTo("grafana/grafana:" + System.getProperty("grafana.image.version"));
    for (String part : List.of("jobmanager", "taskmanager")) {
      assertThat(services.path(part).path("image").asText())
          .isEqualTo("flink:" + System.getProperty("flink.version") + "-java17");
    }
  }

  @Test
  void everyServiceWaitsForOnesThatExistAndMountsWhatExists() throws IOException {
    JsonNode compose = compose();
    List<String> volumes = new ArrayList<>();
    compose.path("volumes").fieldNames().forEachRemaining(volumes::add);
    for (JsonNode service : compose.path("services")) {
      service
          .path("depends_on")
          .fieldNames()
          .forEachRemaining(name -> assertThat(compose.path("services").has(name)).isTrue());
      for (JsonNode mount : service.path("volumes")) {
        String source = mount.asText().split(":")[0];
        if (source.startsWith(".")) {
          assertThat(Home.directory().resolve(source)).exists();
        } else {
          assertThat(volumes).contains(source);
        }
      }
    }
  }

  @Test
  void thePluginOfTheDashboardsIsTheOneThatIsInstalled() throws IOException {
    String plugin =
        compose()
            .path("services")
            .path("grafana")
            .path("environment")
            .path("GF_PLUGINS_PREINSTALL")
            .asText();
    for (Dashboard dashboard : Dashboard.all()) {
      for (JsonNode panel : dashboard.panels()) {
        assertThat(plugin)
            .isEqualTo(
                "grafana-clickhouse-datasource@"
                    + panel.path("targets").get(0).path("pluginVersion").asText());
      }
    }
  }

  @Test
  void everyJobIsStartedAndEveryCommandIsOneThatExists() throws IOException {
    CommandLine eipmeter = Main.commandLine();
    Set<String> jobs = new TreeSet<>();
    for (JsonNode service : compose().path("services")) {
      JsonNode command = service.path("command");
      String line = command.isArray() ? command.get(command.size() - 1).asText() : command.asText();
      for (String one : line.split("&&", -1)) {
        List<String> words = List.of(one.replace("\"", "").strip().split("\\s+"));
        if (words.get(0).equals("./eipmeter") && !words.contains(">")) {
          var parsed = eipmeter.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
          if (words.get(1).equals("job")) {
            jobs.add(words.get(2));
            assertThat(parsed.subcommand().subcommand().commandSpec().name())
                .isEqualTo(words.get(2));
          }
        }
      }
    }
    assertThat(jobs)
        .containsExactlyInAnyOrderElementsOf(
            Objects.requireNonNull(eipmeter.getSubcommands().get("job")).getSubcommands().keySet());
  }
}

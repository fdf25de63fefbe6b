package io.eipmeter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private static final JsonSchema SCHEMA = schema();

  private static JsonSchema schema() {
    try (InputStream in = SchemaTest.class.getResourceAsStream("/dashboard.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyDashboardIsClassicJson() throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      assertThat(SCHEMA.validate(dashboard.json())).as(dashboard.file()).isEmpty();
    }
  }

  @Test
  void anUnknownKeyAndAMissingOneAreSeen() throws IOException {
    Dashboard dashboard = Dashboard.all().get(0);
    ObjectNode panel = (ObjectNode) dashboard.panels().get(0);
    panel.put("legend", "graph panels had it");
    panel.remove("gridPos");
    assertThat(SCHEMA.validate(dashboard.json())).isNotEmpty();
  }
}

package io.eipmeter.schemas.files;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests' files say. */
record Sample(
    String name,
    @Nullable String kind,
    @Nullable Long count,
    @Nullable BigDecimal share,
    @Nullable Boolean pool,
    @Nullable Duration delay,
    @Nullable List<Part> parts) {
  static final YamlFile<Sample> YAML = YamlFile.of("sample", Sample.class);
  static final RowFile<Sample> ROWS = RowFile.of("sample", Sample.class);

  /** Its own check: no two ends. */
  record Part(@Nullable String from, @Nullable String since, @Nullable String to) {
    Part {
      if ("never".equals(to)) {
        throw new BadFieldException("/to", "must come, was 'never'");
      }
    }
  }

  Sample {
    if (name.equals("wrong")) {
      throw new IllegalArgumentException("this name is wrong");
    }
  }
}

package io.eipmeter.schemas.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of file that holds rows of one kind, and the record each becomes: CSV, JSON by the line,
 * or a list in YAML. Rows are read one at a time; YAML's text is held whole.
 */
public final class RowFile<T> {
  private final FileSchema schema;
  private final Binding<T> binding;

  private final boolean comments;

  private RowFile(FileSchema schema, Binding<T> binding, boolean comments) {
    this.schema = schema;
    this.binding = binding;
    this.comments = comments;
  }

  /**
   * @param schema its name in {@code files/}; it is the schema of a row
   */
  public static <T> RowFile<T> of(String schema, Class<T> type) {
    return new RowFile<>(FileSchema.of(schema), new Binding<>(type), false);
  }

  /**
   * @param schema its name in {@code files/}; it is the schema of a list of rows
   */
  public static <T> RowFile<T> ofList(String schema, Class<T> type) {
    return new RowFile<>(FileSchema.ofElements(schema), new Binding<>(type), false);
  }

  /**
   * The same, but that lines of CSV that begin with # say nothing. Not for files whose first column
   * may begin so.
   */
  public RowFile<T> withComments() {
    return new RowFile<>(schema, binding, true);
  }

  /**
   * Reads CSV with a header.
   *
   * @throws BadFileException if it can't be read or has no header that fits, now or while its rows
   *     are read
   */
  public Rows<T> csv(Path file) {
    return bound(CsvText.open(file, schema.properties(), comments));
  }

  /** As {@link #csv(Path)}, of a text. */
  public Rows<T> csv(String name, String text) {
    return bound(CsvText.of(name, text, schema.properties(), comments));
  }

  /**
   * Reads a JSON object a line.
   *
   * @throws BadFileException if it can't be read, now or while its rows are read
   */
  public Rows<T> jsonLines(Path file) {
    return bound(JsonLines.open(file));
  }

  /** As {@link #jsonLines(Path)}, of a text. */
  public Rows<T> jsonLines(String name, String text) {
    return bound(JsonLines.of(name, text));
  }

  /**
   * Reads a list in YAML.
   *
   * @throws BadFileException if it can't be read or is no list, now or while its rows are read
   */
  public Rows<T> yaml(Path file) {
    return yaml(file.toString(), TextFile.read(file));
  }

  /** As {@link #yaml(Path)}, of a text. */
  public Rows<T> yaml(String name, String text) {
    return bound(YamlText.elements(name, text));
  }

  private Rows<T> bound(Rows.Source<JsonNode> trees) {
    return new Rows<>(
        new Rows.Source<T>() {
          @Override
          public @Nullable Row<T> next() {
            Row<JsonNode> row = trees.next();
            return row == null ? null : row.map(RowFile.this::bind);
          }

          @Override
          public void close() {
            trees.close();
          }
        });
  }

  private T bind(JsonNode tree) {
    Optional<BadFieldException> fault = schema.fault(tree);
    if (fault.isPresent()) {
      throw fault.get();
    }
    return binding.bind(tree);
  }
}

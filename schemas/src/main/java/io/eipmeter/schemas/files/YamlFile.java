package io.eipmeter.schemas.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of file that holds one document of YAML (or JSON, which is YAML too), and the record it
 * becomes.
 */
public final class YamlFile<T> {
  private final FileSchema schema;
  private final Binding<T> binding;

  private YamlFile(FileSchema schema, Binding<T> binding) {
    this.schema = schema;
    this.binding = binding;
  }

  /**
   * @param schema its name in {@code files/}
   */
  public static <T> YamlFile<T> of(String schema, Class<T> type) {
    return new YamlFile<>(FileSchema.of(schema), new Binding<>(type));
  }

  /**
   * Reads a file.
   *
   * @throws BadFileException if it can't be read, or something in it is wrong
   */
  public T read(Path file) {
    return parse(file.toString(), TextFile.read(file));
  }

  /**
   * Reads a text.
   *
   * @param name what to call it in a sentence
   * @throws BadFileException if something in it is wrong
   */
  public T parse(String name, String text) {
    return parse(name, text, Function.identity());
  }

  /** As {@link #read(Path)}, made into something else. */
  public <R> R read(Path file, Function<T, R> rule) {
    return parse(file.toString(), TextFile.read(file), rule);
  }

  /**
   * As {@link #parse(String, String)}, made into something else.
   *
   * @param rule what it complains of by a {@link BadFieldException} is said with the line
   */
  public <R> R parse(String name, String text, Function<T, R> rule) {
    JsonNode tree = YamlText.tree(name, text);
    try {
      Optional<BadFieldException> fault = schema.fault(tree);
      if (fault.isPresent()) {
        throw fault.get();
      }
      return rule.apply(binding.bind(tree));
    } catch (BadFieldException e) {
      throw e.in(name + ", line " + YamlText.line(name, text, e.pointer()));
    }
  }
}

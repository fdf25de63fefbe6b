package io.eipmeter.jobs.rating.io;

import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.files.TextFile;
import io.eipmeter.schemas.files.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a price book: YAML, checked against {@code files/price-book.schema.json} and then for what
 * a schema cannot say. A name without a file's is that of a book we ship.
 */
public final class PriceBookFile {
  private static final String FOLDER = "/pricebooks/";
  private static final YamlFile<PriceBookText> FILE =
      YamlFile.of("price-book", PriceBookText.class);

  private PriceBookFile() {}

  /**
   * @param book a file, or the name of a shipped book
   * @throws BadFileException if there is none, or it is no price book
   */
  public static PriceBook read(String book) {
    return parse(book, text(book));
  }

  /**
   * Reads a book from its text.
   *
   * @param source what it is called in a sentence
   * @throws BadFileException if it is no price book
   */
  public static PriceBook parse(String source, String text) {
    return FILE.parse(source, text, PriceBookText::book);
  }

  /** Whether a book of this name is shipped. */
  public static boolean isShipped(String name) {
    return PriceBookFile.class.getResource(FOLDER + name + ".yaml") != null;
  }

  /**
   * The text that {@link #read} reads.
   *
   * @throws BadFileException if there is none, or it can't be read
   */
  public static String text(String book) {
    Path file = Path.of(book);
    if (Files.exists(file)) {
      return TextFile.read(file);
    }
    try (InputStream in = PriceBookFile.class.getResourceAsStream(FOLDER + book + ".yaml")) {
      if (in == null) {
        throw new BadFileException(
            book + ": no such file, and no such book; shipped are alibaba-cloud and hoster");
      }
      return TextFile.text(book, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

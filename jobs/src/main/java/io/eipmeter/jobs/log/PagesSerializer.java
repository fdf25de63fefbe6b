package io.eipmeter.jobs.log;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes the pages of a book as they write themselves; a subclass reads them and names its
 * snapshot.
 */
public abstract class PagesSerializer<S extends SlotBook.Pages<S>> extends FlatSerializer<S> {
  private static final long serialVersionUID = 1L;

  protected abstract S read(DataInputView source) throws IOException;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public S copy(S from) {
    return from.copy();
  }

  @Override
  public void serialize(S pages, DataOutputView target) throws IOException {
    pages.write(target);
  }

  @Override
  public S deserialize(DataInputView source) throws IOException {
    return read(source);
  }
}

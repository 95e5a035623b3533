package dev.vitals.rest.answer;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Goes around servlets, Jersey's among them: one that closes its output waits until its client has
 * read. An answer that comes as a whole, as all of ours do, is kept and sent when the servlet's
 * thread has left. It is at most as large as a servlet's buffer (32 KiB).
 */
public final class DeferredAnswers extends Handler.Wrapper {
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Deferred deferred = new Deferred(request, response);
    return super.handle(
        request, deferred, Callback.from(() -> deferred.send(callback), callback::failed));
  }

  private static final class Deferred extends Response.Wrapper {
    private @Nullable ByteBuffer answer;

    Deferred(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
      if (last && answer == null && !isCommitted()) {
        answer = copy(content);
        callback.succeeded();
      } else {
        super.write(last, content, callback);
      }
    }

    /** The servlet takes its buffer back. */
    private static ByteBuffer copy(@Nullable ByteBuffer content) {
      return content == null
          ? BufferUtil.EMPTY_BUFFER
          : ByteBuffer.allocate(content.remaining()).put(content).flip();
    }

    void send(Callback callback) {
      if (answer == null) {
        callback.succeeded();
      } else {
        super.write(true, answer, callback);
      }
    }
  }
}

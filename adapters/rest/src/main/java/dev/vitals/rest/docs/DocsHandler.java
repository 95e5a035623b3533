package dev.vitals.rest.docs;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The API's description, and Swagger UI to read it and try it; hands on what goes elsewhere. All
 * links are relative, redirects too: a proxy may serve all of this below a path of its own. A
 * handler of Jetty's, since a script of a megabyte keeps a thread of a servlet for as long as its
 * client takes to read it.
 */
public final class DocsHandler extends Handler.Wrapper {
  private static final String OURS = "/dev/vitals/rest/docs/";
  private static final String SWAGGER_UI =
      "/META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/";
  private static final String ALLOWED = "GET,HEAD,OPTIONS";
  private static final String SCRIPT = "text/javascript;charset=utf-8";

  /** A file that is served, by path: nothing else of the class path is reachable. */
  private final Map<String, Asset> assets;

  private final AnswerWriter answers;

  /**
   * @param catalogue whose metrics are described
   */
  public DocsHandler(MetricCatalogue catalogue, AnswerWriter answers) {
    this.assets =
        Map.of(
            "/", Asset.of(OURS + "start.json", "application/json"),
            "/openapi.json", Asset.of(OpenApi.of(catalogue), "application/json"),
            "/docs", Asset.of(OURS + "index.html", "text/html;charset=utf-8"),
            "/docs/init.js", Asset.of(OURS + "init.js", SCRIPT),
            "/docs/swagger-ui.css",
                Asset.of(SWAGGER_UI + "swagger-ui.css", "text/css;charset=utf-8"),
            "/docs/swagger-ui-bundle.js", Asset.of(SWAGGER_UI + "swagger-ui-bundle.js", SCRIPT),
            "/docs/favicon-32x32.png", Asset.of(SWAGGER_UI + "favicon-32x32.png", "image/png"));
    this.answers = answers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    // The page's links are right from one of the two only.
    if (path.equals("/docs/")) {
      redirect(response, callback, "../docs");
      return true;
    }
    Asset asset = assets.get(path);
    if (asset == null) {
      return super.handle(request, response, callback);
    }
    if (path.equals("/")) {
      response.getHeaders().put(HttpHeader.VARY, HttpHeader.ACCEPT.asString());
      if (isPerson(request)) {
        redirect(response, callback, "docs");
        return true;
      }
    }
    switch (request.getMethod()) {
      case "GET", "HEAD" -> asset.write(request, response, callback);
      case "OPTIONS" -> {
        response.getHeaders().put(HttpHeader.ALLOW, ALLOWED);
        callback.succeeded();
      }
      default ->
          answers.write(
              new Exchange(request, response, callback), Problem.methodNotAllowed(ALLOWED));
    }
    return true;
  }

  /** A program that looks here whether we are alive wants 200. */
  private static boolean isPerson(Request request) {
    return request.getHeaders().getValuesList(HttpHeader.ACCEPT).stream()
        .anyMatch(accept -> accept.contains("text/html"));
  }

  private static void redirect(Response response, Callback callback, String relative) {
    response.setStatus(HttpStatus.FOUND_302);
    response.getHeaders().put(HttpHeader.LOCATION, relative);
    callback.succeeded();
  }

  /** The web jar's folder carries its version, and Maven wrote that into the jar. */
  private static String swaggerUiVersion() {
    try (InputStream pom =
        DocsHandler.class.getResourceAsStream(
            "/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      Properties properties = new Properties();
      properties.load(pom);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

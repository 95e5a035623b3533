package dev.vitals.rest.docs;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The API's description, and Swagger UI to read it and try it. All links are relative, redirects
 * too: a proxy may serve all of this below a path of its own.
 */
@Path("/")
public final class DocsResource {
  private static final String OURS = "/dev/vitals/rest/docs/";
  private static final String SWAGGER_UI =
      "/META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/";

  /** A file that is served, by name: nothing else of the class path is reachable. */
  private static final Map<String, Asset> ASSETS =
      Map.of(
          "init.js", new Asset(OURS, "text/javascript;charset=utf-8"),
          "swagger-ui.css", new Asset(SWAGGER_UI, "text/css;charset=utf-8"),
          "swagger-ui-bundle.js", new Asset(SWAGGER_UI, "text/javascript;charset=utf-8"),
          "favicon-32x32.png", new Asset(SWAGGER_UI, "image/png"));

  private record Asset(String folder, String mediaType) {}

  /**
   * Leads a person to the page, and tells a program what there is: what looks here whether we are
   * alive wants 200.
   */
  @GET
  public Response start(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
    Response answer =
        accept != null && accept.contains("text/html")
            ? redirect("docs")
            : file(OURS + "start.json", "application/json");
    answer.getHeaders().putSingle(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    return answer;
  }

  @GET
  @Path("openapi.json")
  public Response openApi() {
    return file(OURS + "openapi.json", "application/json");
  }

  @GET
  @Path("docs")
  public Response page(@Context UriInfo uri) {
    // Jersey takes both, and the page's links are right from one of them only.
    return uri.getPath().endsWith("/")
        ? redirect("../docs")
        : file(OURS + "index.html", "text/html;charset=utf-8");
  }

  @GET
  @Path("docs/{name}")
  public Response asset(@PathParam("name") String name) {
    Asset asset = ASSETS.get(name);
    if (asset == null) {
      throw new NotFoundException();
    }
    return file(asset.folder() + name, asset.mediaType());
  }

  private static Response redirect(String relative) {
    return Response.status(Response.Status.FOUND).header(HttpHeaders.LOCATION, relative).build();
  }

  private static Response file(String path, String mediaType) {
    InputStream content = DocsResource.class.getResourceAsStream(path);
    if (content == null) {
      throw new IllegalStateException("not in the class path: " + path);
    }
    return Response.ok(content, mediaType).build();
  }

  /** The web jar's folder carries its version, and Maven wrote that into the jar. */
  private static String swaggerUiVersion() {
    try (InputStream pom =
        DocsResource.class.getResourceAsStream(
            "/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      Properties properties = new Properties();
      properties.load(pom);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

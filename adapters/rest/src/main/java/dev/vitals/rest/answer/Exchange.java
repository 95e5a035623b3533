package dev.vitals.rest.answer;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A request in the hands of one of our handlers, and what it is answered by.
 *
 * @param callback completed by the answer, once
 */
public record Exchange(Request request, Response response, Callback callback) {}

/**
 * The process: configuration, wiring, commands. {@link dev.vitals.service.VitalsApplication} is the
 * way in.
 */
@NullMarked
package dev.vitals.service;

import org.jspecify.annotations.NullMarked;

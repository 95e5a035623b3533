/**
 * What single pieces of code take, by JMH; those of other modules' packages lie in packages of the
 * same names.
 */
@NullMarked
package dev.vitals.bench.code;

import org.jspecify.annotations.NullMarked;

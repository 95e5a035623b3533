/**
 * What an operator and a load balancer are told: all that is wrong, and whether to send requests.
 */
@NullMarked
package dev.vitals.service.health;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What users do, done with the shipped command line: each scenario runs several processes in a network namespace of its own,
 * because they find each other by multicast.
 */
package org.skerry.itests.scenario;

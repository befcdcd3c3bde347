// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(
        name = "Skerry multicast signaling",
        description = "Lets the nodes of a network segment find each other by UDP multicast.")
@interface MulticastConfiguration {

    @AttributeDefinition(
            name = "IPv4 group",
            description = "Multicast address, of the range for local use (RFC 2365); empty for no IPv4.")
    String group4() default "239.255.83.75";

    @AttributeDefinition(
            name = "IPv6 group",
            description =
                    "Multicast address, transient and of link-local scope (RFC 4291, RFC 3307); empty for no IPv6.")
    String group6() default "ff12::8000:534b";

    @AttributeDefinition(
            name = "Port",
            description = "UDP port, shared by all nodes of a machine.",
            min = "1",
            max = "65535")
    int port() default 21075;

    @AttributeDefinition(
            name = "Interfaces",
            description =
                    "Names of network interfaces, such as lo or eth0; empty for all that are up and can multicast,"
                            + " and loopback.")
    String[] interfaces() default {};

    @AttributeDefinition(
            name = "TTL",
            description = "Hops that multicast goes; with 0 nothing leaves the machine, nor is heard from outside.",
            min = "0",
            max = "1")
    int ttl() default 1;

    @AttributeDefinition(
            name = "Poll",
            description = "Seconds between two looks at the network interfaces; jittered by a fifth.",
            min = "1",
            max = "60")
    int poll_seconds() default 5;

    @AttributeDefinition(name = "Longest datagram", description = "UDP payload in bytes.", min = "640", max = "1400")
    int max_datagram_bytes() default 1400;

    @AttributeDefinition(
            name = "Waiting frames",
            description = "So many frames wait to be sent at most, later ones are refused.",
            min = "1",
            max = "65536")
    int queue_frames() default 512;

    @AttributeDefinition(
            name = "Frames out",
            description = "Frames sent per second, with a burst of twice that.",
            min = "1",
            max = "65536")
    int out_per_second() default 500;

    @AttributeDefinition(
            name = "Datagrams in",
            description = "Datagrams taken per second from all sources, with a burst of twice that.",
            min = "1",
            max = "65536")
    int in_per_second() default 5000;

    @AttributeDefinition(
            name = "Datagrams in from one source",
            description = "Datagrams taken per second from one address, with a burst of twice that.",
            min = "1",
            max = "65536")
    int in_per_source_per_second() default 100;
}

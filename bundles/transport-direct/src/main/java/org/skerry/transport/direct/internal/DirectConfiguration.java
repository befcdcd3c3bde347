// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/org.skerry.transport.direct.cfg}. */
@ObjectClassDefinition(name = "Skerry direct transport", description = "Links over TLS 1.3 on TCP")
@interface DirectConfiguration {

    /** Where to listen. */
    @AttributeDefinition(
            description =
                    "IP addresses to listen on; empty: all. A loopback address keeps all traffic on this machine.")
    String[] bind() default {};

    /** Where to listen. */
    @AttributeDefinition(description = "TCP port to listen on; 0: any free one", min = "0", max = "65535")
    int port() default 0;

    /** What else to offer. */
    @AttributeDefinition(
            description = "Addresses to offer besides the own ones, such as 203.0.113.5:4001 behind a port forwarding;"
                    + " without a port, the one that is listened on")
    String[] advertise() default {};

    /** Whether loopback is used. */
    @AttributeDefinition(
            description = "Offer and dial loopback addresses too; implied where 'bind' is a loopback address")
    boolean allow_loopback() default false;

    /** Whether private networks are dialled. */
    @AttributeDefinition(description = "Dial private addresses (RFC 1918, RFC 6598, RFC 4193) that peers offer")
    boolean allow_private() default true;

    /** The message limit. */
    @AttributeDefinition(
            description = "Longest message in bytes; the lower one of both sides counts",
            min = "16384",
            max = "16777216")
    int max_message_bytes() default 262144;

    /** A limit on strangers. */
    @AttributeDefinition(
            description = "Most accepted connections that have not named a negotiation yet; a source gets half",
            min = "1",
            max = "65536")
    int max_pending_inbound() default 64;

    /** A limit on strangers. */
    @AttributeDefinition(
            description = "Accepted connections per second and source address, after a first burst of twice as many",
            min = "1",
            max = "65536")
    int inbound_per_second() default 20;

    /** A limit on strangers. */
    @AttributeDefinition(
            description = "Milliseconds that an accepted connection has to name its negotiation",
            min = "100",
            max = "120000")
    int preface_timeout_ms() default 5000;

    /** How long to try. */
    @AttributeDefinition(description = "Milliseconds after which a negotiation fails", min = "100", max = "120000")
    int negotiation_timeout_ms() default 10000;

    /** A matter of tuning. */
    @AttributeDefinition(
            description = "Send buffer of the socket in bytes; 0: the operating system tunes it",
            min = "0",
            max = "1073741824")
    int send_buffer_bytes() default 0;

    /** A matter of speed. */
    @AttributeDefinition(
            description = "Practise TLS in the background when the transport opens, so that the first links are fast")
    boolean warm_up() default true;
}

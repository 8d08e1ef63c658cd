package io.chutes.platform.server.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Neighbouring addresses, in CIDR notation.
 *
 * @param first its first address: all bits after those that its addresses share are zero
 * @param bits how many they share
 */
public record AddressRange(InetAddress first, int bits) {
    private static final int SUBSCRIBER_BITS = 64;

    public AddressRange {
        int most = first.getAddress().length * Byte.SIZE;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(
                    "A range of such addresses shares 0 to %d bits, not %d".formatted(most, bits));
        }
        first = masked(first, bits);
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address alone.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static AddressRange parse(String text) {
        String[] parts = text.split("/", 2);
        try {
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            return new AddressRange(
                    address, parts.length == 2 ? Integer.parseInt(parts[1]) : address.getAddress().length * Byte.SIZE);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "A range of addresses is such as 10.0.0.0/8 or 2001:db8::/32, not '%s'".formatted(text), e);
        }
    }

    /** The addresses that whoever has this one has as well: of IPv6 a network of 64 bits, of IPv4 this alone. */
    static AddressRange ofWhoeverHas(InetAddress address) {
        int all = address.getAddress().length * Byte.SIZE;
        return new AddressRange(address, Math.min(all, SUBSCRIBER_BITS));
    }

    boolean contains(InetAddress address) {
        return address.getAddress().length == first.getAddress().length
                && masked(address, bits).equals(first);
    }

    private static InetAddress masked(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        int whole = bits / Byte.SIZE;
        if (whole < bytes.length) {
            bytes[whole] &= (byte) (0xff00 >> (bits % Byte.SIZE));
            Arrays.fill(bytes, whole + 1, bytes.length, (byte) 0);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 bytes", e);
        }
    }

    /** In CIDR notation. */
    @Override
    public String toString() {
        return first.getHostAddress() + "/" + bits;
    }
}

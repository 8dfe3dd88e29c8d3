package io.flatbook.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceListTest
{
    @ParameterizedTest
    @CsvSource({
        "'', 192.0.2.1, true",
        "10.7.1.0/24, 10.7.1.255, true",
        "10.7.1.0/24, 10.7.2.0, false",
        "10.7.1.0/23, 10.7.0.9, true",
        "'10.7.1.0/24, 192.0.2.7', 192.0.2.7, true",
        "'10.7.1.0/24, 192.0.2.7', 192.0.2.6, false",
        "0.0.0.0/0, 192.0.2.6, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/32, 10.7.1.1, false"})
    void allowsWhatIsInOneOfItsRanges(final String list, final String address, final boolean isAllowed)
        throws UnknownHostException
    {
        assertThat(SourceList.parse(list).allows(InetAddress.getByName(address))).isEqualTo(isAllowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "10.7.1.0/33", "10.7.1.0/-1", "10.7.1/24", "10.7.1.0/x", "10.7.1.256", ",",
        "10.7.1.0/24,,10.7.2.0/24", "::/129", "10.7.1.0/"})
    void refusesWhatIsNoRange(final String list)
    {
        assertThatThrownBy(() -> SourceList.parse(list)).isInstanceOf(IllegalArgumentException.class);
    }
}

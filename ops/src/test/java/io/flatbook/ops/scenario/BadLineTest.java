package io.flatbook.ops.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A line that cannot be read is told by file, line and field.
 */
final class BadLineTest
{
    private static final List<String> DEFINITIONS = List.of(
        "{\"command\":\"defineAsset\",\"asset\":\"USDC\",\"scale\":6}",
        "{\"command\":\"defineInstrument\",\"instrument\":\"BTC\",\"kind\":\"LINEAR_PERPETUAL\"," +
            "\"tickSize\":\"0.5\",\"lotSize\":\"0.001\"," +
            "\"marginTiers\":[{\"floor\":\"0\",\"initial\":\"0.05\",\"maintenance\":\"0.03\"}]}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'command':'deposit','account':1                 |not a JSON object: Unexpected end-of-input",
        "[1,2]                                            |not a JSON object",
        "{'command':'deposit','account':1,'account':2}    |not a JSON object: Duplicate field",
        "{'command':'deposit'} {}                         |not a JSON object: Trailing token",
        "{'account':1}                                    |command: a line has either a command or a query",
        "{'command':'deposit','query':'state'}            |command: a line has either a command or a query",
        "{'command':'deposits'}                           |command: there is no command \"deposits\"",
        "{'command':'Deposit'}                            |command: there is no command \"Deposit\"",
        "{'command':'accountOpened'}                      |command: there is no command \"accountOpened\"",
        "{'command':17}                                   |command: there is no command 17",
        "{'query':'everything'}                           |query: there is no query \"everything\"",
        "{'command':'deposit','account':1}                |amount: is missing",
        "{'command':'deposit','amount':'1'}               |account: is missing",
        "{'command':'deposit','account':1,'amount':'x'}   |amount: \"x\" is not a number",
        "{'command':'deposit','account':1,'amount':{}}    |amount: {} is not a number",
        "{'command':'deposit','account':1.5,'amount':'1'} |account: 1.5 is not a whole number",
        "{'command':'deposit','account':1,'amount':'0.0000001'} |amount: 0.0000001 has more than 6 decimals of USDC",
        "{'command':'deposit','account':1,'amount':'10000000000000'} |amount: 10000000000000 does not fit 64 bits",
        "{'command':'deposit','account':1,'amount':'1','sum':2} |sum: no such field in deposit",
        "{'command':'registerTrade','instrument':'BTC','buyer':1,'seller':2,'quantity':'0.0005','price':'1'} " +
            "|quantity: 0.0005 is no multiple of the lot size 0.001",
        "{'command':'registerTrade','instrument':'BTC','buyer':1,'seller':2,'quantity':'1','price':'50000.3'} " +
            "|price: 50000.3 is no multiple of the tick size 0.5",
        "{'command':'registerTrade','instrument':7,'buyer':1,'seller':2,'quantity':'1','price':'1'} " +
            "|instrument: must be a symbol, not 7",
        "{'command':'registerTrade','instrument':'BTC','buyer':1,'seller':2,'quantity':'1','price':'1'," +
            "'cause':'WHIM'} |cause: \"WHIM\" is none of TRADE, LIQUIDATION, BLOCK, BUST",
        "{'command':'registerTrades','trades':[{'instrument':'BTC','buyer':1,'seller':2,'quantity':'1'}]} " +
            "|trades[0].price: is missing",
        "{'command':'registerTrades','trades':7}          |trades: must be a list",
        "{'command':'updateMarkPrices','marks':{'BTC':'0.3'}} " +
            "|marks.BTC.mark: 0.3 is no multiple of the tick size 0.5",
        "{'command':'setAssetStatus','asset':'USDC','withdrawals':'maybe'} " +
            "|withdrawals: \"maybe\" is neither true nor false",
        "{'command':'setMarginTiers','instrument':'BTC','marginTiers':[{'floor':'0','initial':'0.0000001'," +
            "'maintenance':'0'}]} |marginTiers[0].initial: 0.0000001 has more than 6 decimals",
        "{'command':'defineAsset','asset':'A-SYMBOL-OF-MORE-THAN-32-BYTES-\u00e4','scale':2} " +
            "|asset: \"A-SYMBOL-OF-MORE-THAN-32-BYTES-\u00e4\" is not a text of at most 32 bytes of UTF-8",
        "{'command':'defineGateway','gateway':'\u00e4'}   " +
            "|gateway: \"\u00e4\" is not a text of at most 24 ASCII characters",
        "{'command':'defineGateway','gateway':'a','instruments':['BTC',7]} " +
            "|instruments[1]: must be a symbol, not 7",
        "{'command':'defineGateway','gateway':'a','accountFrom':'x'} |accountFrom: \"x\" is not a number",
        "{'command':'confirmMark','instrument':'BTC'}      |mark: is missing",
        "{'command':'setPriceBounds','instrument':'BTC','minPrice':'1'} |maxPrice: is missing",
        "{'command':'setPriceBounds','instrument':'BTC','minPrice':'0.3','maxPrice':'9'} " +
            "|minPrice: 0.3 is no multiple of the tick size 0.5",
        "{'command':'setAccountMode','account':1,'status':'FROZEN'} |mode: is missing",
        "{'command':'setAccountStatus','account':1}        |command: there is no command \"setAccountStatus\"",
        "{'command':'setOffsetPolicy','instrument':'BTC','spareHedges':true} |offsetPolicy: is missing",
        "{'command':'setWaterfall','asset':'USDC','perEventCap':'1'} |perEventCap: no such field in setWaterfall",
        "{'command':'setWaterfall','asset':'USDC','recourse':'ALL'} |recourse: \"ALL\" is none of HEDGES, OWNER",
        "{'command':'transferCollateral','from':1,'to':2}  |amount: is missing",
        "{'command':'defineAsset','asset':'X','scale':2000} |scale: 2000 does not fit the field, which takes up to 127",
        "{'command':'propose','proposal':7}               |proposal: must be a command in braces",
        "{'command':'closeBusinessDay','date':'2025-13-01'} |date: \"2025-13-01\" is not a date like 2025-10-10",
        "{'query':'queue','instrument':'BTC','side':'UP'} |side: \"UP\" is none of LONG, SHORT",
        "{'query':'state','account':1}                    |account: the query state has no such field",
        "{'query':'state','timestamp':-5}                 |timestamp: -5 lies before the engine's time, 0",
    })
    void namesFileLineAndField(final String line, final String message)
    {
        final List<String> text = new ArrayList<>(DEFINITIONS);
        text.add(line.replace('\'', '"'));

        assertThatThrownBy(() -> Transcript.run(new EngineTarget(), "bad.jsonl", text))
            .isInstanceOf(BadLineException.class)
            .hasMessageStartingWith("bad.jsonl:3: " + message)
            .message().doesNotContain("start marker", "[Source");
    }

    @Test
    void namesTheLineThatActivatesAVersionWhichStopsANode()
    {
        final EngineTarget target = new EngineTarget();
        final int unknown = target.engine().version() + 1;

        assertThatThrownBy(() -> Transcript.run(target, "bad.jsonl",
            List.of("{\"command\":\"activateVersion\",\"version\":" + unknown + "}")))
            .isInstanceOf(BadLineException.class)
            .hasMessage("bad.jsonl:1: command: stops a node that has this binary: the log activates engine version " +
                unknown + ", this binary knows " + (unknown - 1));
    }
}

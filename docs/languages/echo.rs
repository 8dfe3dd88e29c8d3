//! Reads a RegisterTrades from standard input field by field, and writes it anew to standard output.
use io_flatbook_sbe::message_header_codec::{self, MessageHeaderDecoder};
use io_flatbook_sbe::register_trades_codec::{self, encoder::TradesEncoder, RegisterTradesDecoder, RegisterTradesEncoder};
use io_flatbook_sbe::{Encoder, ReadBuf, WriteBuf};
use std::io::{Read, Write};

fn main() -> std::io::Result<()> {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let mut output = vec![0u8; input.len()];

    let header = MessageHeaderDecoder::default().wrap(ReadBuf::new(&input), 0);
    assert_eq!(register_trades_codec::SBE_TEMPLATE_ID, header.template_id(), "not a RegisterTrades");
    let read = RegisterTradesDecoder::default().header(header, 0);
    let body = message_header_codec::ENCODED_LENGTH;
    let written = RegisterTradesEncoder::default().wrap(WriteBuf::new(&mut output), body);
    let mut written = written.header(0).parent().expect("the message");
    written.command_id(read.command_id());

    let mut from = read.trades_decoder();
    let mut to = written.trades_encoder(from.count(), TradesEncoder::default());
    while from.advance().expect("a trade").is_some() {
        to.advance().expect("room for a trade");
        let mut trade = from.trade_decoder();
        let mut copy = to.trade_encoder();
        copy.trade_id(trade.trade_id())
            .instrument(trade.instrument())
            .buyer(trade.buyer())
            .seller(trade.seller())
            .quantity_lots(trade.quantity_lots())
            .price_ticks(trade.price_ticks())
            .buyer_fee(trade.buyer_fee())
            .seller_fee(trade.seller_fee())
            .cause(trade.cause())
            .busted_trade_id_opt(trade.busted_trade_id())
            .trade_date_opt(trade.trade_date());
        copy.flags(trade.flags());
        from = trade.parent().expect("the group");
        to = copy.parent().expect("the group");
    }
    let length = to.get_limit();
    std::io::stdout().write_all(&output[..length])
}

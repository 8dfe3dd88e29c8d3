// Reads a RegisterTrades from standard input field by field, and writes it anew to standard output.
package main

import (
	"io"
	"log"
	"os"

	sbe "flatbook/io_flatbook_sbe"
)

func main() {
	in, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	length := uint64(len(in))
	out := make([]byte, length)
	var header sbe.MessageHeader
	header.Wrap(in, 0, uint64(header.SbeSchemaVersion()), length)
	var read, written sbe.RegisterTrades
	if header.SchemaId() != read.SbeSchemaId() || header.TemplateId() != read.SbeTemplateId() {
		log.Fatalf("not a RegisterTrades: template %d", header.TemplateId())
	}
	read.WrapForDecode(in, header.EncodedLength(), uint64(header.BlockLength()), uint64(header.Version()), length)
	written.WrapAndApplyHeader(out, 0, length).SetCommandId(read.CommandId())
	from := read.Trades()
	to := written.TradesCount(uint16(from.Count()))
	for from.HasNext() {
		trade := from.Next().Trade()
		terms := to.Next().Trade()
		terms.SetTradeId(trade.TradeId()).SetInstrument(trade.Instrument())
		terms.SetBuyer(trade.Buyer()).SetSeller(trade.Seller())
		terms.SetQuantityLots(trade.QuantityLots()).SetPriceTicks(trade.PriceTicks())
		terms.SetBuyerFee(trade.BuyerFee()).SetSellerFee(trade.SellerFee())
		terms.SetCause(trade.Cause())
		terms.Flags().SetGuaranteed(trade.Flags().Guaranteed())
		terms.SetBustedTradeId(trade.BustedTradeId()).SetTradeDate(trade.TradeDate())
	}
	if _, err := os.Stdout.Write(out[:header.EncodedLength()+written.EncodedLength()]); err != nil {
		log.Fatal(err)
	}
}

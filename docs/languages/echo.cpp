// Reads a RegisterTrades from standard input field by field, and writes it anew to standard output.
#include <iostream>
#include <iterator>
#include <vector>

#include "io_flatbook_sbe/MessageHeader.h"
#include "io_flatbook_sbe/RegisterTrades.h"

using namespace io::flatbook::sbe;

int main()
{
    std::vector<char> in((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
    std::vector<char> out(in.size());
    MessageHeader header(in.data(), 0, in.size(), MessageHeader::sbeSchemaVersion());
    if (header.schemaId() != RegisterTrades::sbeSchemaId() || header.templateId() != RegisterTrades::sbeTemplateId())
    {
        std::cerr << "not a RegisterTrades: template " << header.templateId() << "\n";
        return 1;
    }
    RegisterTrades read;
    read.wrapForDecode(in.data(), MessageHeader::encodedLength(), header.blockLength(), header.version(), in.size());
    RegisterTrades written;
    written.wrapAndApplyHeader(out.data(), 0, out.size()).commandId(read.commandId());
    auto &from = read.trades();
    auto &to = written.tradesCount(static_cast<std::uint16_t>(from.count()));
    while (from.hasNext())
    {
        auto &trade = from.next().trade();
        auto &copy = to.next().trade();
        copy.tradeId(trade.tradeId()).instrument(trade.instrument()).buyer(trade.buyer()).seller(trade.seller())
            .quantityLots(trade.quantityLots()).priceTicks(trade.priceTicks())
            .buyerFee(trade.buyerFee()).sellerFee(trade.sellerFee()).cause(trade.cause())
            .bustedTradeId(trade.bustedTradeId()).tradeDate(trade.tradeDate());
        copy.flags().rawValue(trade.flags().rawValue());
    }
    std::cout.write(out.data(), static_cast<std::streamsize>(MessageHeader::encodedLength() + written.encodedLength()));
    return 0;
}

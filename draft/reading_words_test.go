package draft_test

import "regexp"

// matches makes a reading that looks for words.
func matches(pattern string) func(string) string {
	return regexp.MustCompile(pattern).FindString
}

func init() {
	readings = append(readings, []reading{
		{
			name: "who has to act on an answer in time says when it must have it", find: matches(`may, within [^.]*, send the (?:Escrow Agent|Certifier)`),
			bad:  "The Depositor may, within 5 Business Days after it receives the Release Notice, send the Escrow Agent an Objection.",
			good: "The Escrow Agent must receive the Objection within 5 Business Days after the Depositor has received the copy.",
		},
		{
			name: "what is deposited is not what is handed over", find: matches(`What is deposited under .* reaches the Licensee`),
			bad:  "What is deposited under Section 5 (Deposit) reaches the Licensee only on a release.",
			good: "Source code that is deposited under Section 5 (Deposit) reaches the Licensee only on a release.",
		},
		{
			name: "what a depositor shall see to is its duty", find: matches(`A deposit [^.]* must (?:moreover )?be`),
			bad:  "A deposit of assets with which the Depositor provides a service must moreover be sufficient to run it.",
			good: "Each Depositor shall ensure that a deposit is sufficient to run the service.",
		},
		{
			name: "a cap that is a sum is for all events", find: matches(`for all events in one calendar year is limited to [A-Z]{3} \d`),
			bad:  "for all events in one calendar year is limited to EUR 1,500,000.",
			good: "for all events in one calendar year is limited to 100% of the sums paid and payable.",
		},
		{
			name: "notice ends what can no longer be cured", find: matches(`not earlier than \d+ days after the notice(?: of breach)?\b`),
			bad:  "takes effect when it is received, but not earlier than 90 days after the notice of breach.",
			good: "takes effect 90 days after the Defaulting Party receives the second notice.",
		},
		{
			name: "an indemnity waives nothing", find: matches(`the indemnity is the only claim`),
			bad:  "For what it covers, the indemnity is the only claim between the Parties.",
			good: "What is paid under the indemnity counts towards every other claim for the same loss.",
		},
		{
			name: "an hour is credited once", find: matches(`credit .* for each full hour by which \S+ exceeds a time stated in this section, and for each`),
			bad:  "A shall credit EUR 800 for each full hour by which A exceeds a time stated in this section, and for each by which downtime exceeds it.",
			good: "A shall credit EUR 800 for each full hour by which A exceeds a time in Section 4.5, and for each by which downtime exceeds it, once only for the same hour.",
		},
	}...)
}

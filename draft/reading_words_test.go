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
	}...)
}

/* The page on which a card is typed. The fields are the processor's own frames: nothing of the card is in this page. */
const form = document.getElementById("card-form");
const wrong = document.getElementById("card-wrong");
const button = form.querySelector("button");
const ink = getComputedStyle(document.body);

const processor = Stripe(form.dataset.key);
const elements = processor.elements({ locale: form.dataset.language });
const card = elements.create("card", {
  hidePostalCode: true,
  style: { base: { color: ink.color, fontSize: "17px", fontFamily: "system-ui, sans-serif" } },
});
card.mount("#card");

function say(sentence) {
  wrong.textContent = sentence;
  wrong.hidden = !sentence;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  say("");
  const told = await processor.confirmCardPayment(form.dataset.secret, { payment_method: { card } });
  if (told.error) {
    say(told.error.message);
    button.disabled = false;
  } else {
    form.submit();
  }
});

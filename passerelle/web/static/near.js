// The button « Near me »: it is there only with scripts, and asks the browser only when it is pressed.
document.querySelectorAll("[data-near]").forEach(function (part) {
  if (!navigator.geolocation) return;
  var button = part.querySelector("button");
  var said = part.querySelector("[data-refused]");
  part.hidden = false;
  button.addEventListener("click", function () {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      function (position) {
        // Three decimals are a hundred metres: enough to come, too little to know the door.
        var near = position.coords.latitude.toFixed(3) + "," + position.coords.longitude.toFixed(3);
        window.location.assign(part.dataset.near + "?near=" + near);
      },
      function () {
        button.disabled = false;
        said.textContent = said.dataset.refused;
      },
      { maximumAge: 600000, timeout: 10000 }
    );
  });
});
